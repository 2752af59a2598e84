import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeChunk } from '../s3/send';
import { pass, pieceBytes, type Pace } from './pace';
import { faultOf, type Fault } from './rules';

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Does to the connection what the fault says, once the bytes before it have been sent. */
async function cutOff(
  kind: 'reset' | 'stall' | 'truncate',
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  switch (kind) {
    case 'stall':
      return aborted(signal);
    case 'truncate':
      response.socket?.end();
      return;
    case 'reset':
      // A reset overtakes what is still on its way; the client should see those bytes first.
      await sleep(20);
      response.socket?.resetAndDestroy();
  }
}

/** Sends the answer on at the given paces, as far as the faults let it come. */
export async function relay(
  answer: Answer,
  response: ServerResponse,
  faults: readonly Fault[],
  paces: readonly Pace[],
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  const cut = faultOf(faults, 'reset') ?? faultOf(faults, 'truncate') ?? faultOf(faults, 'stall');
  let left = cut?.afterBytes ?? Infinity;
  if (cut !== undefined && left === 0 && cut.kind !== 'truncate') {
    await cutOff(cut.kind, response, signal);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  const most = pieceBytes(paces);
  for await (const chunk of answer.body) {
    for (let offset = 0; offset < chunk.length;) {
      const size = Math.min(most, chunk.length - offset, left);
      if (size > 0) {
        await pass(size, paces);
        if (!(await writeChunk(response, chunk.subarray(offset, offset + size)))) {
          return;
        }
        onSent(size);
        offset += size;
        left -= size;
      }
      if (cut !== undefined && left === 0) {
        await cutOff(cut.kind, response, signal);
        return;
      }
    }
  }
  response.end();
}

/** Sends on the first bytes of a request's body. */
export async function passSome(
  body: AsyncIterable<Uint8Array>,
  to: { write(chunk: Uint8Array, sent: () => void): boolean },
  bytes: number,
): Promise<void> {
  let left = bytes;
  for await (const chunk of body) {
    if (left === 0) {
      return;
    }
    const part = chunk.subarray(0, left);
    left -= part.length;
    await new Promise<void>((resolve) => to.write(part, resolve));
    if (left === 0) {
      return;
    }
  }
}

/** Takes in an answer that nobody gets. */
export async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    void chunk;
  }
}
