// model_key.js - which model a thing belongs to: a hand, the centres of classes.
const CRC_AT = 12; // in a .hwr file

// The checksum of a .hwr file's bytes (a Uint8Array), eight hexadecimal digits.
export const modelKey = (modelBytes) =>
  new DataView(modelBytes.buffer, modelBytes.byteOffset).getUint32(CRC_AT, true).toString(16).padStart(8, '0');
