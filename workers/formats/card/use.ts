import type { CardFacts } from './facts';

/** How the bundle's files are used; every snippet here runs in the unpacked folder. */
export function useSection({ model }: CardFacts): string {
  const [height, width] = model.preprocessing.inputSize;
  return `## How to use it

**In a browser.** Serve this folder by any static server (\`python -m http.server\`, say) and open
\`index.html\`: drop a picture, or point the camera. It needs no network after that.

**In Python**, with preprocessing as in training (\`pip install -r requirements.txt\`):

\`\`\`sh
python predict.py picture.jpg
\`\`\`

**In Node**:

\`\`\`sh
npm install
node predict.js picture.jpg
\`\`\`

**In timm**:

\`\`\`python
import timm, torch
from PIL import Image

model = timm.create_model('local-dir:.', pretrained=True).eval()
transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))
with torch.no_grad():
    logits = model(transform(Image.open('picture.jpg').convert('RGB'))[None])
probabilities = logits.softmax(-1)[0]
for p, index in zip(*probabilities.topk(min(3, len(probabilities)))):
    print(f"{model.pretrained_cfg['label_names'][int(index)]}: {p:.3f}")
\`\`\`

timm's transform scales a picture of 512 pixels and more in one step, training did so in two
(\`preprocess.json\`): probabilities may differ a little. \`predict.py\` does it as training did.

**In ONNX Runtime**: \`model.onnx\` takes \`image\`, uint8 [N, ${height}, ${width}, 3], resized and cropped, and
answers \`probabilities\` and \`logits\`, [N, ${model.classes.length}]. **In TensorFlow.js**: \`tfjs/model.json\` opens with
\`tf.loadGraphModel\` and takes the same values as float32, 0 to 255. Normalisation is inside both.

**To go on training** on a larger machine: \`continue_training.py\`. **Back to Lensmith**: import this
folder's ZIP.`;
}
