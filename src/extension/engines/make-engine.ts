import { randomUUID } from 'node:crypto';
import { AthenaEngine } from '../../core/engines/athena/athena-engine';
import { readKeys } from '../../core/engines/athena/aws-keys';
import type { SqlEngine } from '../../core/engines/engine';
import type { EngineSettings } from '../../core/engines/engine-settings';
import type { KnownColumn } from '../../core/engines/known-columns';
import { TrinoEngine } from '../../core/engines/trino/trino-engine';
import { SkybucketError } from '../../core/errors';
import { signCall } from '../../platform/node/athena-signature';
import type { Services } from '../services';
import { wantsSecret } from './engine-secrets';

/**
 * @param secret password, token or keys; undefined for none
 * @throws SkybucketError `access-denied` where one is wanted and not there
 */
export function makeEngine(
  settings: EngineSettings,
  { http }: Pick<Services, 'http'>,
  secret: string | undefined,
  known: readonly KnownColumn[],
): SqlEngine {
  if (settings.kind === 'athena') {
    const keys = readKeys(secret, settings.label);
    const needs = { keys, sign: signCall, now: () => new Date(), newToken: () => randomUUID() };
    return new AthenaEngine(settings, { http }, needs, known);
  }
  if (wantsSecret(settings) && secret === undefined) {
    throw new SkybucketError('access-denied', `No password is set for ${settings.label}.`, {
      hint: 'Set it with the command “Set Password or Keys of SQL Engine”.',
    });
  }
  return new TrinoEngine(settings, { http }, secret, known);
}
