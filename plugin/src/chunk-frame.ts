/** A binary frame: `ref` (4 bytes, big endian), SHA-256 of the chunk (32 bytes), the chunk. `docs/protocol.md` §8. */
const HEADER_BYTES = 4 + 32;

export interface Chunk {
  ref: number;
  hash: Uint8Array;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Makes the frame of a chunk. */
export async function sealChunk(ref: number, bytes: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const frame = new Uint8Array(HEADER_BYTES + bytes.byteLength);
  new DataView(frame.buffer).setInt32(0, ref);
  frame.set(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), 4);
  frame.set(new Uint8Array(bytes), HEADER_BYTES);
  return frame;
}

/** Takes a frame apart; undefined when it is too short to be one. */
export function openChunk(frame: ArrayBuffer): Chunk | undefined {
  if (frame.byteLength <= HEADER_BYTES) return undefined;
  return {
    ref: new DataView(frame).getInt32(0),
    hash: new Uint8Array(frame, 4, 32),
    bytes: new Uint8Array(frame, HEADER_BYTES),
  };
}

/** Whether a chunk is what its hash says. */
export async function isIntact(chunk: Chunk): Promise<boolean> {
  const actual = new Uint8Array(await crypto.subtle.digest("SHA-256", chunk.bytes));
  return actual.every((byte, index) => byte === chunk.hash[index]);
}
