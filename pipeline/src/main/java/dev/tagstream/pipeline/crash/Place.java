package dev.tagstream.pipeline.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells an image from all others: of a record its place and its time, so that it is not taken
 * for one at the same offset of a topic that was deleted and made anew; of an object a digest of
 * its place and its version, so that it is not taken for one that was written over it.
 *
 * @param topic the topic; empty for an object
 * @param partition the partition, from 0; -1 for an object
 * @param offset the offset in the partition, from 0; the first half of the digest for an object
 * @param timestampMillis the record's timestamp, -1 where there is none; the second half of the
 *     digest for an object
 */
record Place(String topic, int partition, long offset, long timestampMillis) {

  private static final int OF_AN_OBJECT = -1;

  static Place of(ImageSource source) {
    return source instanceof SourceRecord record
        ? new Place(record.topic(), record.partition(), record.offset(), record.timestampMillis())
        : ofObject((SourceObject) source);
  }

  private static Place ofObject(SourceObject object) {
    MessageDigest sha256 = sha256();
    sha256.update(object.version().getBytes(UTF_8));
    sha256.update((byte) 0);
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest(object.position().getBytes(UTF_8)));
    return new Place("", OF_AN_OBJECT, digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
