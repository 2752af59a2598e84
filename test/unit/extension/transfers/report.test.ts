import { describe, expect, it } from 'vitest';
import { batchReport } from '../../../../src/extension/transfers/batch-report';
import { batchOf, doneState, failedState, fileOf } from './made-up';

describe('what is said when a batch has ended', () => {
  it('is the name of a single file', () => {
    const file = fileOf('m31', 'a', { state: doneState(4e5) });
    expect(batchReport(batchOf('a'), [file]).text).toBe('Downloaded m31.fits (400 kB).');
  });

  it('is only what is new where failed files were tried again', () => {
    const files = ['1', '2'].map((id) => fileOf(id, 'a', { state: doneState(4e5) }));
    expect(batchReport(batchOf('a'), files, new Set(['1'])).text).toBe(
      'Downloaded 1 file (400 kB).',
    );
  });

  it('is how many files there are, and where', () => {
    const files = ['1', '2', '3'].map((id) => fileOf(id, 'a', { state: doneState(4e5) }));
    expect(batchReport(batchOf('a'), files)).toEqual({
      ...{ text: 'Downloaded 3 files (1.2 MB).', failed: [], first: '/data/x.fits', done: 3 },
    });
  });

  it('names what was there and what there is to note', () => {
    const files = [
      fileOf('1', 'a', { state: doneState(4e5, { warning: 'The ETag is another.' }) }),
      fileOf('2', 'a', { state: { kind: 'skipped', at: '/data/2', time: 0 } }),
    ];
    expect(batchReport(batchOf('a', { direction: 'upload' }), files)).toMatchObject({
      text: 'Uploaded 1 file (400 kB). 1 was there already. 1 note in the view “Transfers”.',
      first: undefined,
    });
  });

  it('is the first failure with its reason, and which can be tried again', () => {
    const failed = failedState('The server is busy.', 'Try again later.');
    const files = [
      fileOf('1', 'a', { state: doneState(1) }),
      fileOf('2', 'a', { state: failed }),
      fileOf('3', 'a', { state: failed }),
    ];
    expect(batchReport(batchOf('a'), files)).toMatchObject({
      text: '2 of 3 files could not be downloaded. 2.fits: The server is busy. Try again later.',
      failed: ['2', '3'],
    });
  });
});
