import { digestOf, type ChecksumTools } from '../../core/transfer/checksum/tools';
import type { LocalDisk } from '../../core/transfer/local-disk';
import { slotBytes } from './small-files-memory';
import { Outbox, toMessage, type Answer, type Placing, type Request } from './small-files-messages';

export interface WorkTools {
  readonly disk: Pick<LocalDisk, 'openPartial'>;
  readonly checksums: ChecksumTools;
  readonly memory: SharedArrayBuffer;
}

/**
 * What the thread of small files does: each has its checksum computed, is written, brought to the disk and given its
 * name, in the way every other download goes.
 *
 * @param post takes answers to those who asked
 * @returns takes what is asked
 */
export function smallFilesWork(
  tools: WorkTools,
  post: (answers: readonly Answer[]) => void,
): (requests: readonly Request[]) => void {
  const { add } = new Outbox(post);
  const naming = new Map<number, { resolve(): void; reject(error: Error): void }>();

  const place = async (
    id: number,
    { target, transfer, onExisting }: Placing,
    bytes: Uint8Array,
  ) => {
    const file = await tools.disk.openPartial(target, transfer, bytes.length);
    try {
      await file.write(0, bytes);
      return await file.commit(bytes.length, onExisting, (named, modified) => {
        add({ id, named, modified });
        return new Promise((resolve, reject) => naming.set(id, { resolve, reject }));
      });
    } catch (error) {
      await file.close();
      throw error;
    }
  };
  const answer = async (request: Exclude<Request, { noted: boolean }>): Promise<Answer> => {
    const { id, held } = request;
    const bytes = slotBytes(tools.memory, held.slot, held.length);
    return 'digest' in request
      ? { id, digest: await digestOf(tools.checksums, request.digest, bytes) }
      : { id, placed: await place(id, request.place, bytes) };
  };

  return (requests) => {
    for (const request of requests) {
      const { id } = request;
      if ('noted' in request) {
        const waiting = naming.get(id);
        naming.delete(id);
        if (request.noted) {
          waiting?.resolve();
        } else {
          // Whoever could not write it down knows why.
          waiting?.reject(new Error('The name of the file could not be written down.'));
        }
      } else {
        answer(request).then(add, (error: unknown) => add({ id, error: toMessage(error) }));
      }
    }
  };
}
