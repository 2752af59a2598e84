import * as vscode from 'vscode';
import type { HttpClient } from '../../core/bytes/http';
import type { Meter } from '../../core/bytes/meter';
import { onAbort } from '../../core/bytes/on-abort';
import type { S3Access } from '../../core/s3/access';
import type { RequestSigner } from '../../core/s3/credentials';
import type { ChecksumTools } from '../../core/transfer/checksum/tools';
import { NodeCredentialSource } from '../../platform/node/aws-credential-source';
import { PayAgreements } from './agreements';
import type { ConnectionKeys } from './connection-keys';

/** What signs requests, and the credentials for it. Nothing is looked up, read or loaded yet. */
export function createAccess(http: HttpClient, meter: Meter, keys: ConnectionKeys): S3Access {
  const agreements = new PayAgreements(async (connection, bucket) => {
    const { askPayment } = await import('./ask-payment');
    return askPayment(connection, bucket);
  });
  return {
    credentials: new NodeCredentialSource({
      http,
      meter,
      trusted: () => vscode.workspace.isTrusted,
      keys: (connection) => keys.get(connection),
      mfaCode: askCode,
      agree: (...bucket) => agreements.agree(...bucket),
    }),
    signer: lazySigner(),
  };
}

/** Node's cryptography is loaded with the first signature, not when the editor starts. */
function lazySigner(): RequestSigner {
  let signer: Promise<RequestSigner> | undefined;
  return {
    sign: async (...request) => {
      signer ??= import('../../platform/node/aws-signer').then(
        ({ SmithySigner }) => new SmithySigner(),
      );
      return (await signer).sign(...request);
    },
  };
}

/** The same for checksums. */
export function lazyChecksums(): ChecksumTools {
  let tools: Promise<ChecksumTools> | undefined;
  return {
    begin: async (algorithm) => {
      tools ??= import('../../platform/node/checksums').then(({ nodeChecksums }) =>
        nodeChecksums(),
      );
      return (await tools).begin(algorithm);
    },
  };
}

/** The code that a device for two-factor sign-in shows. The question goes away when nobody waits for it any more. */
async function askCode(serial: string, signal: AbortSignal): Promise<string | undefined> {
  const { l10n } = vscode;
  const gone = new vscode.CancellationTokenSource();
  const forget = onAbort(signal, () => gone.cancel());
  try {
    const code = await vscode.window.showInputBox(
      {
        title: l10n.t('Code of Your Device (MFA)'),
        prompt: l10n.t('AWS wants the code that {0} shows now.', serial),
        placeHolder: '123456',
        ignoreFocusOut: true,
        validateInput: (text) =>
          /^\d{6}$/.test(text.trim()) ? undefined : l10n.t('The code has six digits.'),
      },
      gone.token,
    );
    return code?.trim();
  } finally {
    forget();
    gone.dispose();
  }
}
