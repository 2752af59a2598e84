/** Puts it last, and drops what stands before the last `most`. */
export function keepLast<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of [...map.keys()].slice(0, -most)) {
    map.delete(oldest);
  }
}
