import * as vscode from 'vscode';
import type { Connection } from '../../core/s3/connection';
import { visibleName } from '../views/display';

/**
 * Says what reading a bucket costs whose requester pays, and asks whether to go on. The figures are the list prices
 * of Amazon S3 for most regions; what an account really pays, only its bill says.
 */
export async function askPayment({ label }: Connection, bucket: string): Promise<boolean> {
  const { l10n } = vscode;
  const yes = l10n.t('Read and Pay');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Reading the bucket “{0}” costs you money.', visibleName(bucket)),
    {
      modal: true,
      detail: l10n.t(
        'Its requester pays: Amazon charges the account of the connection “{0}”. By the list prices of most regions that is about 0.09 US$ for each GB that leaves AWS (0.02 US$ into another region, nothing within the same one), 0.0004 US$ for 1,000 reads and 0.005 US$ for 1,000 listings. You are asked once for each bucket and session.',
        visibleName(label),
      ),
    },
    yes,
  );
  return answer === yes;
}
