/** How a picture is shown to a network: as it is, or mirrored left to right after preprocessing. */
export type View = 'plain' | 'mirror';
