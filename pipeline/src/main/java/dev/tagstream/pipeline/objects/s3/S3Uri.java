package dev.tagstream.pipeline.objects.s3;

/**
 * A URI of S3, such as {@code s3://bucket/key}. Keys are taken as they stand, without escapes: a
 * key may hold any character.
 *
 * @param bucket not empty
 * @param key of an object, or what keys begin with; may be empty
 */
record S3Uri(String bucket, String key) {

  static final String SCHEME = "s3://";

  static S3Uri of(String uri) {
    if (!uri.startsWith(SCHEME) || uri.length() == SCHEME.length()) {
      throw new IllegalArgumentException("%s is not of the form s3://bucket/key".formatted(uri));
    }
    int slash = uri.indexOf('/', SCHEME.length());
    return slash < 0
        ? new S3Uri(uri.substring(SCHEME.length()), "")
        : new S3Uri(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
  }

  static String of(String bucket, String key) {
    return SCHEME + bucket + "/" + key;
  }
}
