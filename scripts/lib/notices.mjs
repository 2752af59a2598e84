import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** What is taken over as data, not as a package. */
const COLOUR_MAPS =
  'The colour maps viridis, plasma, magma, inferno, cividis, turbo and coolwarm are tables of matplotlib\n' +
  '(https://matplotlib.org/stable/project/license.html); their authors are named in the source.';

/**
 * The licences of every package that went into bundles, as they ask to be passed on with copies.
 *
 * @param {readonly string[]} inputs paths of bundled files, from the root of the project.
 */
export function notices(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  /** Packages by their text: most of Amazon's have the same. */
  const packages = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(join(root, folder)).find((each) =>
      /^(licen[cs]e|copying)/i.test(each),
    );
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : '';
    const line = `${name} ${version} (${license ?? 'see its licence'})`;
    packages.set(text, [...(packages.get(text) ?? []), line]);
  }
  const parts = [...packages].map(([text, lines]) => `${lines.join('\n')}\n\n${text}`.trim());
  return [...parts, COLOUR_MAPS].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}
