import { describe, expect, it } from 'vitest';
import { PartNotes } from '../../../src/core/transfer/download-file-notes';
import { MemoryJournals } from '../../support/transfer/memory-disk';
import { settle } from '../../support/transfer/fake-clock';

const MIB = 1024 * 1024;

describe('notes of parts', () => {
  it('are written a second apart, or sooner where much has come, each after its bytes', async () => {
    const journals = new MemoryJournals();
    await journals.begin('id', { identity: '', size: 200 * MIB, partSize: MIB });
    const noted = (): number => journals.journals.get('id')?.done.size ?? 0;
    let now = 0;
    let syncs = 0;
    let takes = 0;
    const sync = async (): Promise<void> => {
      syncs += 1;
      now += takes;
      await Promise.resolve();
    };
    const notes = new PartNotes('id', { sync } as never, journals, MIB, () => now);
    let part = 0;
    const add = async (count: number): Promise<void> => {
      for (let each = 0; each < count; each++) {
        notes.add(part++);
      }
      await settle();
    };
    await add(10);
    expect([syncs, noted()]).toEqual([0, 0]);
    now += 1_000;
    await add(1);
    expect([syncs, noted()]).toEqual([1, 11]);
    await add(64);
    expect(syncs).toBe(1);
    now += 50;
    takes = 400;
    await add(1);
    expect([syncs, noted()]).toEqual([2, 76]);
    // No sooner than the disk took for the last ones.
    now += 399;
    await add(64);
    expect(syncs).toBe(2);
    now += 1;
    await add(1);
    expect([syncs, noted()]).toEqual([3, 141]);
    await add(2);
    await notes.flush();
    expect([syncs, noted()]).toEqual([4, 143]);
  });
});
