/** The English text of every error: what happened and why; then what to do. `{name}` is context. */
export const errorTexts = {
  internal: {
    message: 'Something went wrong inside Lensmith ({detail}).',
    remedy: 'Reload the page; finished work is kept. If it happens again, please report it.',
  },
  cancelled: {
    message: 'Stopped.',
    remedy: 'What was finished is kept.',
  },
  workerCrashed: {
    message: 'A background worker ended unexpectedly.',
    remedy: 'Reload the page; finished runs are kept and an interrupted one can be resumed.',
  },
  // Import
  notAZip: {
    message: '{file} is not a ZIP archive.',
    remedy: 'Pack one folder per class into a ZIP, or drop the folder itself.',
  },
  zipTruncated: {
    message: '{file} ends too early: part of the archive is missing.',
    remedy: 'Copy or download the archive again.',
  },
  zipEncrypted: {
    message: '{file} is protected by a password.',
    remedy: 'Unpack it and drop the folder, or pack it again without a password.',
  },
  zipTooLarge: {
    message: '{file} would unpack to more than the limit ({reason}).',
    remedy: 'Split the archive, or drop the folder itself.',
  },
  noPictures: {
    message: 'No usable picture was found in {file}.',
    remedy: 'Lensmith reads JPEG, PNG, WebP, GIF, BMP and, where the browser can, AVIF.',
  },
  noLabels: {
    message: 'The pictures in {file} have no labels.',
    remedy: 'Put them into one folder per class, or add a CSV with file names and labels.',
  },
  oneClass: {
    message: 'All pictures belong to one class ({label}).',
    remedy: 'Add a folder with pictures of at least one other class.',
  },
  classTooSmall: {
    message: 'The class {label} has too few pictures ({count}).',
    remedy: 'Add pictures: at least {needed} a class are needed to train, validate and test.',
  },
  classNameTaken: {
    message: 'The class name {name} cannot be used: it is empty, or an earlier change is about it.',
    remedy: 'Choose another name, or undo that change.',
  },
  sampleUnavailable: {
    message: 'The sample could not be fetched ({reason}).',
    remedy: 'Check the network and try again; once fetched, it is there offline too.',
  },
  keepingBroken: {
    message: 'Not everything could be fetched for offline use.',
    remedy: 'Check the network and press again; what has come is kept.',
  },
  storageFull: {
    message: 'The browser has no storage left for this site.',
    remedy: 'Delete old datasets or runs under Runs, or free disk space, then try again.',
  },
  storageUnavailable: {
    message: 'This browser does not let the site store anything.',
    remedy:
      'Allow site data for this address, or leave private browsing. Inside another site’s page, open Lensmith in its own tab.',
  },
  storeOutdated: {
    message: 'Lensmith was updated in another tab, and this tab is the older one.',
    remedy: 'Reload this tab; nothing is lost.',
  },
  storeBlocked: {
    message: 'Another tab with an older Lensmith keeps the data from being updated.',
    remedy: 'Close the other tabs with Lensmith, then reload.',
  },
  // Looking things up
  unknownDataset: {
    message: 'There is no dataset {id}.',
    remedy: 'Import one first.',
  },
  unknownRun: {
    message: 'There is no run {id}.',
    remedy: 'Train one first, or pick one from the list of runs.',
  },
  unknownExperiment: {
    message: 'There is no experiment {id}.',
    remedy: 'Pick one from the list of past experiments, or train anew.',
  },
  unknownBackbone: {
    message: 'There is no backbone {id}.',
    remedy: 'Choose from: {known}.',
  },
  // Devices
  webgpuUnavailable: {
    message: 'WebGPU cannot be used here ({reason}).',
    remedy: 'Choose WASM, or open Lensmith in a browser with WebGPU.',
  },
  noBackend: {
    message: 'This browser has neither WebGPU nor WebAssembly SIMD.',
    remedy: 'Use a current Chrome, Edge, Firefox or Safari.',
  },
  deviceLost: {
    message: 'The graphics device was lost ({reason}).',
    remedy: 'Training can be resumed from its last checkpoint.',
  },
  outOfMemory: {
    message: 'The memory of this device ran out.',
    remedy: 'Close other tabs, choose a smaller batch size, or fine-tune less of the network.',
  },
  // Weights and pictures
  weightsUnavailable: {
    message: 'The weights of {backbone} could not be loaded ({reason}).',
    remedy: 'Connect to the network once, so that they can be kept for offline use.',
  },
  weightsMismatch: {
    message: 'The weights of {backbone} do not fit: {tensor} should be {expected}, found {found}.',
    remedy: 'Use a file made for this architecture.',
  },
  weightsDamaged: {
    message: 'The weights in {file} are damaged: {reason}.',
    remedy: 'Download or copy them again.',
  },
  weightsType: {
    message: '{file} holds {tensor} as {dtype}, which Lensmith does not read.',
    remedy: 'Save the weights as float32, float16 or bfloat16.',
  },
  backboneMissing: {
    message: 'The weights {backbone} are no longer in this browser.',
    remedy: 'Get them again under Settings, Backbones, then try again.',
  },
  backboneInUse: {
    message: 'The weights {backbone} cannot be removed: {runs} runs stand on them.',
    remedy: 'Delete these runs under Runs first, or keep the weights.',
  },
  architectureUnknown: {
    message: 'The architecture {architecture} is none that Lensmith knows.',
    remedy: 'Use weights of one of these: {known}.',
  },
  hubOffline: {
    message: 'The Hugging Face Hub could not be reached.',
    remedy: 'Check the network and try again; what has arrived is kept.',
  },
  hubNoRepository: {
    message: 'The Hub has no repository {repo}.',
    remedy: 'Check the name; it reads like timm/resnet18.a1_in1k.',
  },
  hubNotFound: {
    message: 'The repository {repo} on the Hub holds no {file}.',
    remedy: 'Choose one with timm’s weights as safetensors, or choose a file.',
  },
  hubDenied: {
    message:
      'The Hub does not hand out {repo} to everybody: it is gated or private, or there is no such repository.',
    remedy:
      'Check the name. If you have access, download its .safetensors file in your browser and choose that file here.',
  },
  hubFailed: {
    message: 'The Hub answered in a way Lensmith cannot use ({reason}).',
    remedy: 'Try again later.',
  },
  hubToken: {
    message: 'The Hub does not know this token.',
    remedy: 'Make one with write access at huggingface.co/settings/tokens and paste all of it.',
  },
  hubNoWrite: {
    message: 'This token may not write to {repo}.',
    remedy: 'Use a token with write access, and your own name or that of your organisation.',
  },
  hubTaken: {
    message: '{repo} is on the Hub already, with files in it.',
    remedy: 'Choose another name.',
  },
  hubUpload: {
    message: 'The connection to the Hub broke while publishing.',
    remedy: 'Check the network and publish again under the same name; it goes on from there.',
  },
  hubHash: {
    message: '{file} arrived other than the Hub has it: its SHA-256 differs.',
    remedy: 'Download it again; what arrived was thrown away.',
  },
  notAPicture: {
    message: '{file} is not a picture this browser can read.',
    remedy: 'Convert it to JPEG or PNG.',
  },
  pictureGone: {
    message: 'This picture is no longer there.',
    remedy: 'Choose another one, or import it again.',
  },
  pictureTooLarge: {
    message: '{file} has {width} x {height} pixels, more than the limit of {limit} megapixels.',
    remedy: 'Make it smaller and add it again.',
  },
  batchRunning: {
    message: 'A batch of pictures is being predicted already.',
    remedy: 'Wait until it has finished, or stop it; what is done is kept.',
  },
  // Training
  badOption: {
    message: '{option} cannot be {value}.',
    remedy: 'Use {allowed}.',
  },
  inTraining: {
    message: '{id} is being trained.',
    remedy: 'Stop the training first, or wait until it has ended.',
  },
  trainingElsewhere: {
    message: 'Another tab is training.',
    remedy: 'Follow it there, or wait until it has finished.',
  },
  trainingDiverged: {
    message: 'Training {backbone} gave numbers that are not finite.',
    remedy: 'Try a smaller learning rate.',
  },
  // Tables
  notATable: {
    message: '{file} is no table of text: {reason}.',
    remedy: 'Save the table as CSV (in a spreadsheet: Save as, CSV UTF-8) and choose that file.',
  },
  tableEmpty: {
    message: '{file} is empty.',
    remedy: 'Choose a CSV with a line of column names and a line for each example.',
  },
  tableHeaderOnly: {
    message: '{file} has column names ({columns}) and no rows below them.',
    remedy:
      'Add a line for each example. If the first line is an example itself, say that there is no header.',
  },
  tableTooFewRows: {
    message: '{file} has too few rows ({rows}).',
    remedy: 'Add examples: at least {needed} are needed, and some dozens to learn anything.',
  },
  tableTooWide: {
    message: '{file} has {columns} columns, more than the limit of {limit}.',
    remedy:
      'Keep the columns that matter. If it should have fewer, another delimiter may be the right one.',
  },
  tableTooLarge: {
    message: '{file} has more than {limit} million cells (rows times columns).',
    remedy: 'Keep fewer columns, or a random part of the rows.',
  },
  tableQuoteOpen: {
    message: '{file} opens a quoted cell on line {line} that never ends.',
    remedy: 'Close the quotation mark there, or remove it, and choose the file again.',
  },
  tableUndelimited: {
    message: '{value} cannot part the cells of a table.',
    remedy: 'Use one character that is no letter, digit, quotation mark or line break.',
  },
  columnUnknown: {
    message: 'The table has no column {column}.',
    remedy: 'Choose one of its columns.',
  },
  columnNotKind: {
    message: 'The column {column} cannot be used as {reason}.',
    remedy: 'Choose another type for it, or leave it to Lensmith.',
  },
  columnsMissing: {
    message: 'The table lacks columns that the model needs: {columns}.',
    remedy: 'Add them under the same names as in the table that the model learnt from.',
  },
  noFeatures: {
    message: 'Besides {column} there is no column to learn from.',
    remedy:
      'Add columns of numbers, categories or dates, or change the type of one that was left out.',
  },
  targetEmpty: {
    message: 'The column {column} holds no values, so there is nothing to predict.',
    remedy: 'Choose another column to predict.',
  },
  targetConstant: {
    message: 'The column {column} has the same value ({value}) in every row.',
    remedy: 'Choose another column to predict, or add rows with other values.',
  },
  targetUnique: {
    message: 'The column {column} has another text in nearly every row.',
    remedy: 'Choose a column whose values come back, or one of numbers.',
  },
  targetClassSeenOnce: {
    message: 'Some classes of {column} are seen only once ({count}): {classes}.',
    remedy: 'Set these rows aside, give them the name of another class, or add rows of the same.',
  },
  targetTooManyClasses: {
    message: 'The column {column} has {classes} classes, more than the limit of {limit}.',
    remedy: 'Predict it as a number if it is one, put rare classes together, or choose another.',
  },
  targetNotNumbers: {
    message: 'The column {column} holds text, so it cannot be predicted as a number.',
    remedy: 'Predict it as a class, or choose a column of numbers.',
  },
  // Models that come back
  importRunning: {
    message: 'A model is being imported already.',
    remedy: 'Wait until it is there, or stop it, then import the next.',
  },
  importForeign: {
    message: '{file} holds no model that Lensmith can take in: {reason}.',
    remedy:
      'Choose a bundle that Lensmith has exported, or the model.safetensors in it. From PyTorch, save timm’s state dict with safetensors.torch.save_file.',
  },
  importSeveral: {
    message: '{file} holds several models: {names}.',
    remedy: 'Choose one of these files or folders.',
  },
  importArchitecture: {
    message: '{file} is made for {architecture}, a network that Lensmith does not know.',
    remedy: 'Choose a model of one of these: {known}.',
  },
  importUnnamed: {
    message: '{file} does not say which network it is for, and its tensors fit none.',
    remedy: 'Add its config.json, or choose a model of one of these: {known}.',
  },
  importDescription: {
    message: '{file} describes its model in a way that cannot be: {reason}.',
    remedy: 'Export it again from where it was made.',
  },
  importClasses: {
    message: '{file} names {classes} classes, but its classifier {tensor} answers for {rows}.',
    remedy: 'Export it again from where it was made, or import it as a backbone.',
  },
  importNotFinite: {
    message: '{file} cannot be used: {tensor} holds numbers that are not finite.',
    remedy: 'Its training went wrong; choose an earlier checkpoint of it.',
  },
  importNewer: {
    message: '{file} was written by a newer Lensmith (its version is {version}).',
    remedy: 'Reload this page to get the newest Lensmith, then import it again.',
  },
  // Exports
  exportRunning: {
    message: 'Another export is under way.',
    remedy: 'Wait until it has ended, or stop it under Export.',
  },
  readerUnavailable: {
    message: '{reader}, which opens the file again, could not be loaded.',
    remedy: 'Connect to the network once and export again.',
  },
  exportTooLarge: {
    message: 'This export would be larger than 4 GiB, the most that a ZIP archive holds.',
    remedy: 'Export the formats that you need one by one.',
  },
  datasetTooManyFiles: {
    message: 'This dataset has {count} pictures; a ZIP archive holds at most {most}.',
    remedy:
      'Leave classes out, export them one after the other, or keep the folder that you dropped.',
  },
  kitUnavailable: {
    message: 'The files that go with every bundle could not be loaded.',
    remedy: 'Connect to the network once, reload the page and export again.',
  },
  exportNotWritten: {
    message: 'The file could not be written ({reason}).',
    remedy: 'Choose another place for it, or see that the folder is still there and has room.',
  },
  onnxTooLarge: {
    message: 'As ONNX this model takes {gigabytes} GiB, and the format ends at 2 GiB.',
    remedy: 'Export it as ONNX in 8 bits, or as safetensors.',
  },
  // The prediction API
  apiPathUnknown: {
    message: 'There is nothing at {path}.',
    remedy: 'See openapi.json beside it for what there is.',
  },
  apiMethodWrong: {
    message: '{path} does not take {method}.',
    remedy: 'Use {allowed}.',
  },
  apiPictureMissing: {
    message: 'The request holds no picture.',
    remedy: 'Send the picture’s bytes as the body, or as the field "file" of a multipart form.',
  },
  apiBodyTooLarge: {
    message: 'The request is larger than {limit} MiB.',
    remedy: 'Make the picture smaller and send it again.',
  },
  apiBusy: {
    message: 'Too many pictures wait for an answer ({waiting}).',
    remedy: 'Send this one again in {seconds} s.',
  },
  apiPageMissing: {
    message: 'No Lensmith page is open, and it is the page that answers.',
    remedy: 'Open {base} in a tab of this browser and send the request again.',
  },
  apiPageClosed: {
    message: 'The Lensmith page was closed while it was answering.',
    remedy: 'Open {base} in a tab of this browser and send the request again.',
  },
  apiTimeout: {
    message: 'No answer came within {seconds} s.',
    remedy:
      'Wait for a training under way to end, or reload the Lensmith page, then send it again.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type ErrorCode = keyof typeof errorTexts;

/** Where a code's `reason` in the context is a code itself: the words it stands for. */
export const reasonTexts: Partial<Record<ErrorCode, Record<string, string>>> = {
  importForeign: {
    onnx: 'an ONNX file holds a finished computation, not weights by timm’s names',
    pickle: 'a PyTorch checkpoint is a program, which a page must not run',
    tfjs: 'a TensorFlow.js model holds a finished computation, not weights by timm’s names',
    noWeights: 'there is no .safetensors file in it',
    notSafetensors: 'it is neither a ZIP nor a .safetensors file',
    noClassifier: 'a run needs a classifier and the names of its classes, and it lacks them',
  },
  columnNotKind: {
    number: 'numbers, for none of its values is one',
    date: 'dates, for none of its values is one',
    category: 'categories, for it has too many different values',
  },
  notATable: {
    spreadsheet: 'it is a spreadsheet file',
    archive: 'it is packed, like a ZIP',
    picture: 'it is a picture or a film',
    pdf: 'it is a PDF',
    data: 'it is a data file of another kind',
    html: 'it is a web page',
    json: 'it is JSON',
    binary: 'it holds bytes that no text has',
  },
  zipTooLarge: {
    files: '{most} files',
    bytes: '{most} MiB',
    ratio: '{most} times its packed size',
    depth: '{most} archives inside each other',
    listing: 'a listing of {most} MiB',
    overlap: 'files must not share their bytes',
  },
};
