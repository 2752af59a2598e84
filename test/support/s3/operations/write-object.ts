import { checksumHeaders, versionHeader } from './describe';
import { allow, type Operation } from './exchange';
import { checkQuota, optionsIn, store } from './store';
import { weighWrite } from './write-condition';

/** PutObject: the body is compared with whatever was said of it before it takes its place. */
export const putObject: Operation = async (exchange) => {
  allow(exchange, 'write');
  weighWrite(exchange);
  checkQuota(exchange, Number(exchange.request.headers['content-length'] ?? 0));
  const { body, md5, checksum } = await exchange.receive();
  const object = store(exchange, body, {
    ...optionsIn(exchange.request.headers),
    etag: md5,
    checksums: checksum === undefined ? [] : [checksum],
  });
  return {
    status: 200,
    headers: { etag: object.etag, ...checksumHeaders(object.checksums), ...versionHeader(object) },
  };
};

/** DeleteObject: 204 whether the key was there or not. */
export const deleteObject: Operation = (exchange) => {
  allow(exchange, 'write');
  const { bucket, key } = exchange;
  if (bucket.options.ignoresDeleteConditions !== true) {
    weighWrite(exchange);
  }
  bucket.delete(key);
  const marker = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': bucket.nextVersion() };
  return { status: 204, ...(bucket.options.versioned === true ? { headers: marker } : {}) };
};
