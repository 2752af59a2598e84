import type { ObjectBody } from './objects';

const PAGE = 1024 * 1024;

/**
 * A body whose bytes are made once, where they are first read, and kept from then on: who measures
 * times does not measure how long they take to make.
 */
export function remembered(body: ObjectBody): ObjectBody {
  const pages = new Map<number, Uint8Array>();
  const pageAt = async (start: number): Promise<Uint8Array> => {
    const page = pages.get(start) ?? (await body.read(start, Math.min(PAGE, body.size - start)));
    pages.set(start, page);
    return page;
  };
  return {
    size: body.size,
    read: async (offset, length) => {
      const out = new Uint8Array(length);
      for (let at = offset; at < offset + length;) {
        const start = at - (at % PAGE);
        const page = await pageAt(start);
        const part = page.subarray(at - start, offset + length - start);
        out.set(part, at - offset);
        at += part.length;
      }
      return out;
    },
  };
}
