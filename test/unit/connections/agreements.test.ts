import { describe, expect, it, vi } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { PayAgreements } from '../../../src/extension/connections/agreements';

const connection = { ...PUBLIC_CONNECTION, id: 'own', requesterPays: true };

describe('whoever pays for what they read', () => {
  it('is asked once for each bucket, however many ask at a time', async () => {
    const ask = vi.fn(() => Promise.resolve(true));
    const agreements = new PayAgreements(ask);
    await Promise.all([agreements.agree(connection, 'a'), agreements.agree(connection, 'a')]);
    await agreements.agree(connection, 'a');
    expect(ask).toHaveBeenCalledTimes(1);
    await agreements.agree(connection, 'b');
    await agreements.agree({ ...connection, id: 'other' }, 'a');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('is asked again when another account is to pay', async () => {
    const ask = vi.fn(() => Promise.resolve(true));
    const agreements = new PayAgreements(ask);
    for (const profile of ['mine', 'the institute’s']) {
      await agreements.agree({ ...connection, auth: { kind: 'profile', profile } }, 'a');
    }
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('reads nothing after a no, and is asked again later', async () => {
    const ask = vi.fn(() => Promise.resolve(false));
    const agreements = new PayAgreements(ask, 20);
    const denied = { code: 'access-denied', message: expect.stringContaining('“a”') };
    await expect(agreements.agree(connection, 'a')).rejects.toMatchObject(denied);
    await expect(agreements.agree(connection, 'a')).rejects.toMatchObject(denied);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.waitFor(async () => {
      await agreements.agree(connection, 'a').catch(() => undefined);
      expect(ask).toHaveBeenCalledTimes(2);
    });
  });

  it('does not wait for the answer once cancelled', async () => {
    const agreements = new PayAgreements(() => new Promise(() => undefined));
    const stop = new AbortController();
    const waiting = agreements.agree(connection, 'a', stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(agreements.agree(connection, 'a', stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
