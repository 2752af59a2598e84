import { describe, expect, it } from 'vitest';
import { untilUserCancels } from '../../../../src/extension/catalogs/user-cancel';

describe('what goes on when its page is hidden', () => {
  it.each([
    ['ends when the user cancels it', true],
    ['goes on when the page gives up its calls', false],
  ])('%s', async (_, isThere) => {
    const call = new AbortController();
    const ended = await untilUserCancels(
      call.signal,
      () => isThere,
      async (signal) => {
        call.abort();
        return signal.aborted;
      },
    );
    expect(ended).toBe(isThere);
  });
});
