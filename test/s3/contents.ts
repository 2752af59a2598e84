/** What both servers of the storage suite hold. Every key here is one a file system can hold too. */

export const publicBucket = 'skybucket-public';
export const privateBucket = 'skybucket-private';

/** Empty ones: one for those who sign, one that takes what anybody puts into it. */
export const ownBucket = 'skybucket-own';
export const openBucket = 'skybucket-open';

/** Under `names/`: one object each, its body its own key. */
export const names = [
  ...[
    'a b',
    ' a',
    'a ',
    'a+b',
    'a%20b',
    'a%b',
    '%',
    'a&b',
    'a#b',
    'a?b=c',
    "a'b",
    'a"b',
    '<a>',
    'a;b',
  ],
  ...[
    'a=b',
    'a,b',
    'a:b',
    'a@b',
    'a$b',
    'a!b',
    'a*b',
    '(a)',
    '[a]',
    '{a}',
    'a|b',
    'a^b',
    'a`b',
    '~a',
  ],
  ...['-a', '.a', 'a..b', 'a\\b', 'é', 'u\u0308', '日本', '\uffee', '\u{1f52d}', 'deep/er/still'],
].map((name) => `names/${name}`);

/** 1,024 bytes, as long as a key can be, in segments a file system can hold. */
export const longestKey = `long/${Array.from({ length: 5 }, () => 'k'.repeat(203)).join('/')}`;

/** In key order, which is not the order of a directory walk: `.` and `-` sort before `/`. */
export const ordered = ['a', 'a-b', 'a.b', 'a0/x', 'ab', 'b-c/x', 'b.c/x', 'b/x', 'b0'].map(
  (name) => `order/${name}`,
);

/** 1,250 entries under `many/` when rolled up by `/`: 1,100 objects and, among them, 150 folders. */
export const manyObjects = Array.from({ length: 1100 }, (_, i) => `many/${10_000 + i * 2}`);
export const manyFolders = Array.from({ length: 150 }, (_, i) => `many/${10_001 + i * 14}/`);

export const fileKey = 'file.bin';
export const fileBytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251));
export const emptyKey = 'empty';

/** Everything there is, key and body. */
export function contents(): readonly (readonly [key: string, body: Buffer])[] {
  const inFolders = manyFolders.flatMap((folder) => [`${folder}x`, `${folder}y`]);
  const named = [...names, longestKey, ...ordered, ...manyObjects, ...inFolders];
  return [
    [fileKey, fileBytes],
    [emptyKey, Buffer.alloc(0)],
    ...named.map((key) => [key, Buffer.from(key)] as const),
  ];
}
