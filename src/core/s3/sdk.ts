import type * as ClientS3 from '@aws-sdk/client-s3';

/** What is used of `@aws-sdk/client-s3`. */
export type Sdk = Pick<
  typeof ClientS3,
  | 'S3Client'
  | 'AbortMultipartUploadCommand'
  | 'CompleteMultipartUploadCommand'
  | 'CopyObjectCommand'
  | 'CreateMultipartUploadCommand'
  | 'DeleteObjectCommand'
  | 'DeleteObjectsCommand'
  | 'GetObjectAttributesCommand'
  | 'GetObjectTaggingCommand'
  | 'HeadObjectCommand'
  | 'ListBucketsCommand'
  | 'ListObjectsV2Command'
  | 'ListPartsCommand'
  | 'PutObjectCommand'
  | 'UploadPartCommand'
  | 'UploadPartCopyCommand'
>;
