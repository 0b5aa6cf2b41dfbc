const SAMPLES_A_SECOND = 8_000;
const SAMPLES = 800;
const HEADER_BYTES = 44;

/** A tenth of a second of nothing, as a WAV file: 8-bit PCM, mono. */
export function silence(): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + SAMPLES, 0x80);
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'ascii');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_A_SECOND, 24);
  file.writeUInt32LE(SAMPLES_A_SECOND, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(SAMPLES, 40);
  return file;
}
