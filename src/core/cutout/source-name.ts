const MOST_CHARACTERS = 1000;

/**
 * How a cutout calls the file it is from: the address of one on the web or in a bucket, of any other its name
 * only. Cutouts are given away: folders of this computer, and what may be the right to read a link, are not
 * to go with them.
 */
export function sourceName(label: string): string {
  const isBucket = /^s3:\/\//i.test(label);
  const isWeb = /^https?:\/\//i.test(label);
  const name = isBucket
    ? label
    : isWeb
      ? label.replace(/[?#].*/s, '').replace(/^(https?:\/\/)[^/]*@/i, '$1')
      : (label.split(/[\\/]/).findLast((part) => part !== '') ?? '');
  return name.slice(0, MOST_CHARACTERS);
}
