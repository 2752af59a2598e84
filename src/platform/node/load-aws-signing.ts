import type * as AwsSigning from './aws-signing';

/** Loads what signs requests at its first use. The build keeps `./aws-signing` outside the main bundle. */
export function loadAwsSigning(): Promise<typeof AwsSigning> {
  return import('./aws-signing');
}
