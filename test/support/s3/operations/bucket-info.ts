import { S3Error } from '../errors';
import { escapeXml } from '../xml';
import { allow, xmlType, type Operation } from './exchange';

/** HeadBucket: allowed to those who may list. */
export const headBucket: Operation = (exchange) => {
  const headers = { 'x-amz-bucket-region': exchange.region };
  return { status: exchange.may('list') ? 200 : 403, headers };
};

/** GetBucketLocation: empty for us-east-1, for history's sake. */
export const getBucketLocation: Operation = (exchange) => {
  allow(exchange, 'list');
  const { region } = exchange;
  const location = region === 'us-east-1' ? '' : escapeXml(region);
  const root = `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${location}</LocationConstraint>`;
  return {
    status: 200,
    headers: xmlType,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${root}`,
  };
};

/** DeleteBucket. */
export const deleteBucket: Operation = (exchange) => {
  allow(exchange, 'write');
  const { bucket } = exchange;
  if (bucket.sequences().some(({ count }) => count > 0)) {
    throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
  }
  exchange.forget();
  return { status: 204 };
};
