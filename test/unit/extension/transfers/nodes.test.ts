import { describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../../src/core/transfer/transfer';
import {
  batchFlags,
  MOST_SHOWN,
  TransfersModel,
} from '../../../../src/extension/views/transfers-nodes';
import { batchOf, doneState, failedState, fileOf } from './made-up';

function modelOf(files: Readonly<Record<string, readonly TransferProgress[]>>): TransfersModel {
  const model = new TransfersModel();
  update(model, files);
  return model;
}

function update(
  model: TransfersModel,
  files: Readonly<Record<string, readonly TransferProgress[]>>,
): ReturnType<TransfersModel['update']> {
  return model.update(
    Object.keys(files).map((id) => batchOf(id)),
    (id) => files[id] ?? [],
  );
}

describe('the nodes of the view “Transfers”', () => {
  it('show batches as they are to be transferred, then those that are over, the newest first', () => {
    const done = { state: doneState(1) };
    const model = modelOf({
      ...{ a: [fileOf('1', 'a', done)], b: [fileOf('2', 'b')], c: [], d: [fileOf('3', 'd', done)] },
      e: [fileOf('4', 'e', { state: { kind: 'paused' } }), fileOf('5', 'e', done)],
    });
    expect(model.batches().map(({ node }) => node.id)).toEqual(['b', 'e', 'd', 'a']);
  });

  it('show what is under way first, what is over last, and keep the order of those that wait', () => {
    const files = [
      fileOf('1', 'a', { state: doneState(1) }),
      fileOf('2', 'a'),
      fileOf('3', 'a', { state: { kind: 'paused' } }),
      fileOf('4', 'a'),
      fileOf('5', 'a', { state: failedState('No.') }),
      fileOf('6', 'a', { state: { kind: 'active' } }),
    ];
    const shown = modelOf({ a: files })
      .batch('a')
      ?.files.map(({ node }) => node.id);
    expect(shown).toEqual(['6', '5', '2', '3', '4', '1']);
  });

  it('are the same as long as the thing is', () => {
    const model = modelOf({ a: [fileOf('1', 'a')] });
    const [before] = model.batch('a')?.files ?? [];
    update(model, { a: [fileOf('1', 'a', { state: { kind: 'active' } })] });
    const [after] = model.batch('a')?.files ?? [];
    expect(after?.node).toBe(before?.node);
    expect(after && model.progress(after.node)?.state.kind).toBe('active');
  });

  it('are shown anew only where they look different', () => {
    const files = { a: [fileOf('1', 'a')], b: [fileOf('2', 'b')] };
    const model = modelOf(files);
    expect(update(model, files)).toEqual([]);
    const moved = { ...files, b: [fileOf('2', 'b', { state: { kind: 'active' }, done: 5e5 })] };
    expect(update(model, moved)).toEqual([model.batch('b')?.node]);
    expect(update(model, { a: files.a })).toBe('all');
    expect(update(model, { a: [fileOf('1', 'a'), fileOf('3', 'a')] })).toEqual([
      model.batch('a')?.node,
    ]);
  });

  it('are so many and no more, and the rest is counted', () => {
    const files = Array.from({ length: MOST_SHOWN + 7 }, (_, i) => fileOf(`f${i}`, 'a'));
    const batch = modelOf({ a: files }).batch('a');
    expect([batch?.files.length, batch?.hidden]).toEqual([MOST_SHOWN, 7]);
    expect(batch?.figures.files).toBe(MOST_SHOWN + 7);
  });

  it('say by words what can be done with a batch', () => {
    const flagsOf = (...files: readonly TransferProgress[]): string | undefined => {
      const batch = modelOf({ a: files }).batch('a');
      return batch && batchFlags(batch.figures);
    };
    expect(flagsOf(fileOf('1', 'a'))).toBe('running');
    expect(flagsOf(fileOf('1', 'a', { state: { kind: 'paused' } }))).toBe('paused');
    expect(flagsOf(fileOf('1', 'a', { state: doneState(1) }))).toBe('over');
    const failed = fileOf('2', 'a', { state: failedState('No.') });
    expect(flagsOf(fileOf('1', 'a'), failed)).toBe('running failed');
    expect(flagsOf(failed)).toBe('failed over');
  });
});
