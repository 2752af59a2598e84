import { expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';

it('keeps what a SkybucketError says, and tells anything else as a fault of ours', () => {
  const ours = new SkybucketError('access-denied', 'No access.', { hint: 'Ask.', retryable: true });
  expect(toWireError(ours)).toEqual({
    code: 'access-denied',
    message: 'No access.',
    hint: 'Ask.',
    retryable: true,
  });
  const back = fromWireError(toWireError(ours));
  expect(back).toBeInstanceOf(SkybucketError);
  expect(back).toEqual(ours);
  expect({ ...back }).toEqual({ ...ours });
  expect(toWireError(new TypeError('x is undefined'))).toMatchObject({
    code: 'protocol',
    message: 'x is undefined',
    retryable: false,
  });
  expect(toWireError('odd')).toMatchObject({ code: 'protocol', message: 'odd' });
});
