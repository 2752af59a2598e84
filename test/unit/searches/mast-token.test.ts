import { describe, expect, it } from 'vitest';
import { MastToken, type Secrets } from '../../../src/extension/searches/mast-token';

function secrets(): {
  readonly storage: Secrets;
  readonly kept: Map<string, string>;
  asked: number;
} {
  const kept = new Map<string, string>();
  const fake = {
    kept,
    asked: 0,
    storage: {
      get: (key: string) => {
        fake.asked += 1;
        return Promise.resolve(kept.get(key));
      },
      store: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
      delete: (key: string) => Promise.resolve(void kept.delete(key)),
    } as Secrets,
  };
  return fake;
}

describe('the token of MAST', () => {
  it('is kept as a secret, and taken back', async () => {
    const { storage, kept } = secrets();
    const token = new MastToken(storage);
    expect(await token.get()).toBeUndefined();
    await token.set('  0123456789abcdef\n');
    expect([...kept.values()]).toEqual(['0123456789abcdef']);
    expect(await token.get()).toBe('0123456789abcdef');
    await token.remove();
    expect(await token.get()).toBeUndefined();
  });

  it.each(['short', 'with a blank in it', 'new\nline-header: x', ''])('is not %j', async (text) => {
    const { storage, kept } = secrets();
    await expect(new MastToken(storage).set(text)).rejects.toMatchObject({ code: 'format' });
    expect(kept.size).toBe(0);
  });

  it('goes to STScI over https alone, and is not looked up for others', async () => {
    const fake = secrets();
    const token = new MastToken(fake.storage);
    await token.set('0123456789abcdef');
    expect(await token.headersFor('https://mast.stsci.edu/api/v0.1/Download/file?uri=x')).toEqual({
      authorization: 'token 0123456789abcdef',
    });
    fake.asked = 0;
    for (const address of [
      'http://mast.stsci.edu/x',
      'https://stsci.edu.example.org/x',
      'https://notstsci.edu/x',
      'https://irsa.ipac.caltech.edu/x',
    ]) {
      expect(await token.headersFor(address)).toEqual({});
    }
    expect(fake.asked).toBe(0);
  });
});
