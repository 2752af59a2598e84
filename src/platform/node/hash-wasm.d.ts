/** The single algorithms of hash-wasm, whose index brings all thirty of them. */
declare module 'hash-wasm/dist/crc32.umd.min.js' {
  import type { createCRC32 } from 'hash-wasm';
  const crc32: { readonly createCRC32: typeof createCRC32 };
  export { crc32 as default };
}

declare module 'hash-wasm/dist/crc64.umd.min.js' {
  import type { createCRC64 } from 'hash-wasm';
  const crc64: { readonly createCRC64: typeof createCRC64 };
  export { crc64 as default };
}
