import { accessDenied } from '../errors';
import { element, text, xmlDocument } from '../xml';
import { tagsOf } from './describe';
import { xmlType, type Operation } from './exchange';
import { findObject } from './get-object';

/** GetObjectTagging: for those who may, which is a right of its own. */
export const getObjectTagging: Operation = (exchange) => {
  if (exchange.bucket.options.denyTags === true) {
    throw accessDenied();
  }
  const tags = tagsOf(findObject(exchange)).map(([key, value]) =>
    element('Tag', [text('Key', key), text('Value', value)]),
  );
  return { status: 200, headers: xmlType, body: xmlDocument('Tagging', [element('TagSet', tags)]) };
};
