import * as vscode from 'vscode';
import { type Connection, isAmazon } from '../../core/s3/connection';
import { formatDollars, LIST_PRICES, type PaidFiles, readingCost } from '../../core/s3/requester';
import { countOf, formatBytes } from '../../protocol/figures';
import { visibleName } from '../views/display';

/**
 * Says what reading a bucket costs whose requester pays, and asks whether to go on. The figures are list prices; what
 * an account really pays, only its bill says.
 */
export async function askPayment(connection: Connection, bucket: string): Promise<boolean> {
  const { l10n } = vscode;
  const yes = l10n.t('Read and Pay');
  const { gigabyteOut, gigabyteToRegion, thousandReads, thousandListings } = LIST_PRICES;
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Reading the bucket “{0}” costs you money.', visibleName(bucket)),
    {
      modal: true,
      detail: [
        whoPays(connection),
        l10n.t(
          'By the list prices of Amazon S3 in most regions that is about {0} US$ for each GB that leaves AWS ({1} US$ into another region, nothing within the same one), {2} US$ for 1,000 reads and {3} US$ for 1,000 listings. What is opened is read in parts, as far as it is looked at.',
          gigabyteOut,
          gigabyteToRegion,
          thousandReads,
          thousandListings,
        ),
        l10n.t('You are asked once for each bucket and session, and before large downloads.'),
      ].join('\n\n'),
    },
    yes,
  );
  return answer === yes;
}

/** Says what a download costs, and asks whether to go on. */
export async function askDownloadPayment(paid: PaidFiles): Promise<boolean> {
  const { l10n } = vscode;
  const yes = l10n.t('Download and Pay');
  const prices = l10n.t(
    'By the list prices of Amazon S3 in most regions: {0} US$ for each GB that leaves AWS.',
    LIST_PRICES.gigabyteOut,
  );
  // Of sizes that are not known no sum would be true.
  const elsewhere = paid.isLeast
    ? ''
    : l10n.t(
        'Into another region it is about {0}; within the same one only the reads are paid for.',
        formatDollars(readingCost(paid, LIST_PRICES.gigabyteToRegion)),
      );
  const answer = await vscode.window.showWarningMessage(
    costWords(paid),
    { modal: true, detail: `${whoPays(paid.connection)}\n\n${prices} ${elsewhere}`.trimEnd() },
    yes,
  );
  return answer === yes;
}

function costWords(paid: PaidFiles): string {
  const { l10n } = vscode;
  const { bucket, files, bytes, isLeast } = paid;
  const [count, size, place] = [countOf(files, 'file'), formatBytes(bytes), visibleName(bucket)];
  return isLeast
    ? l10n.t(
        'Downloading {0} ({1} or more) from the bucket “{2}” costs you money; how much cannot be told, since not all sizes are known.',
        ...[count, size, place],
      )
    : l10n.t(
        'Downloading {0} ({1}) from the bucket “{2}” costs you about {3}.',
        ...[count, size, place, formatDollars(readingCost(paid))],
      );
}

function whoPays(connection: Connection): string {
  const { l10n } = vscode;
  const label = visibleName(connection.label);
  return isAmazon(connection)
    ? l10n.t('Its requester pays: Amazon charges the account of the connection “{0}”.', label)
    : l10n.t(
        'Its requester pays: whoever runs the server may charge the account of the connection “{0}”, by prices of their own.',
        label,
      );
}
