package dev.tagstream.pipeline.objects.s3;

/**
 * A URI of S3, such as {@code s3://bucket/key}. Keys are not decoded, because a key may contain any
 * character.
 *
 * @param bucket the bucket, not empty
 * @param key the key of an object, or a prefix of keys; may be empty
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
