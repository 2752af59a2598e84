/** What XML 1.0 has no place for. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const SPECIAL: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' },
};

/** Text between tags. What XML cannot hold becomes U+FFFD. */
export function contentText(text: string): string {
  return allowed(text).replace(/[&<>\r]/g, (character) => SPECIAL[character] as string);
}

/** The value of an attribute in double quotes. */
export function attributeText(text: string): string {
  return allowed(text).replace(/[&<>"\r\n\t]/g, (character) => SPECIAL[character] as string);
}

function allowed(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD');
}
