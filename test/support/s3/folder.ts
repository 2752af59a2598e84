import { openSync, closeSync, readSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { compareKeys } from './keys';
import { md5, storedObject, syntheticEtag, type ObjectBody, type StoredObject } from './objects';
import { MemoryObjects, type ObjectSequence } from './sequence';

const contentTypes: Record<string, string> = {
  '.fits': 'application/fits',
  '.fz': 'application/fits',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.csv': 'text/csv',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.xml': 'application/xml',
};

/** Above this a file gets an ETag from its name, size and date, as multipart uploads have no MD5. */
const hashedBytes = 16 * 1024 * 1024;

function fileBody(path: string, size: number): ObjectBody {
  return {
    size,
    read(offset, length) {
      const descriptor = openSync(path, 'r');
      try {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function fileObject(key: string, path: string): StoredObject {
  const { size, mtime } = statSync(path);
  const etag =
    size > hashedBytes
      ? syntheticEtag(`${key}:${size}:${mtime.getTime()}`, size)
      : md5(readFileSync(path));
  return storedObject(key, fileBody(path, size), {
    etag,
    lastModified: mtime,
    contentType: contentTypes[extname(path).toLowerCase()] ?? 'binary/octet-stream',
  });
}

/**
 * The files under a folder as objects, read-only. The folder is read once; a folder that is not there
 * is an empty bucket. Files whose names start with a dot are left out.
 */
export function folderObjects(folder: string): ObjectSequence {
  const objects = new MemoryObjects();
  const paths = new Map<string, string>();
  const walk = (directory: string, prefix: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        walk(join(directory, entry.name), `${prefix}${entry.name}/`);
      } else if (entry.isFile() && !entry.name.startsWith('.')) {
        paths.set(`${prefix}${entry.name}`, join(directory, entry.name));
      }
    }
  };
  try {
    walk(folder, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
  for (const key of [...paths.keys()].sort(compareKeys)) {
    objects.put(fileObject(key, paths.get(key) as string));
  }
  return objects;
}
