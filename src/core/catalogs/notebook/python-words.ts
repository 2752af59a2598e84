/** Values as Python writes them. */

export function pythonText(text: string): string {
  // JSON's escapes are Python's, but for those of surrogates, which it does not use in strings of ours.
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) {
    return 'float("nan")';
  }
  if (!Number.isFinite(value)) {
    return `float("${value < 0 ? '-inf' : 'inf'}")`;
  }
  // An integer of Python's may be too long for pyarrow.
  const text = String(value);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e')
    ? `${text}.0`
    : text;
}

export function pythonList(items: readonly string[], indent = ''): string {
  const line = `[${items.join(', ')}]`;
  if (indent.length + line.length <= 100) {
    return line;
  }
  const lines = [''];
  for (const item of items) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + item.length > 92) {
      lines.push(`${item}, `);
    } else {
      lines[lines.length - 1] = `${last}${item}, `;
    }
  }
  return `[\n${lines.map((one) => `${indent}    ${one.trimEnd()}`).join('\n')}\n${indent}]`;
}
