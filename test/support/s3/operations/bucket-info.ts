import { accessDenied } from '../errors';
import { escapeXml } from '../xml';
import { xmlType, type Operation } from './exchange';

/** HeadBucket: allowed to those who may list. */
export const headBucket: Operation = ({ bucket, region }) => {
  const headers = { 'x-amz-bucket-region': region };
  return { status: bucket.options.denyList === true ? 403 : 200, headers };
};

/** GetBucketLocation: empty for us-east-1, for history's sake. */
export const getBucketLocation: Operation = ({ bucket, region }) => {
  if (bucket.options.denyList === true) {
    throw accessDenied();
  }
  const location = region === 'us-east-1' ? '' : escapeXml(region);
  const root = `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${location}</LocationConstraint>`;
  return {
    status: 200,
    headers: xmlType,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${root}`,
  };
};
