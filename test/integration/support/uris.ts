import * as vscode from 'vscode';
import { formatAddress } from '../../../src/core/s3/address';

/** The URI of an object, or of a folder where the key is empty or ends with `/`. */
export function uriOf(connection: string, bucket: string, key: string): vscode.Uri {
  return vscode.Uri.from(formatAddress({ connection, bucket, key }));
}
