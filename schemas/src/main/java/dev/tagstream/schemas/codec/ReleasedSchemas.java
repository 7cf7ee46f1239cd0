package dev.tagstream.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every released version of a record's schema, because topics hold records of any of them. The
 * newest is the one that the record is generated from; earlier ones are {@code
 * released/RECORD/1.avsc} and so on.
 */
public final class ReleasedSchemas {

  private static final String EARLIER = "/dev/tagstream/schemas/released/%s/%d.avsc";

  private ReleasedSchemas() {}

  /** All versions in order, the newest last. */
  public static List<Schema> of(Class<? extends SpecificRecord> type) {
    List<Schema> versions = new ArrayList<>();
    Schema earlier = earlier(type, 1);
    while (earlier != null) {
      versions.add(earlier);
      earlier = earlier(type, versions.size() + 1);
    }
    versions.add(SpecificData.getForClass(type).getSchema(type));
    return versions;
  }

  private static @Nullable Schema earlier(Class<?> type, int version) {
    String name = EARLIER.formatted(type.getSimpleName(), version);
    try (InputStream json = ReleasedSchemas.class.getResourceAsStream(name)) {
      return json == null ? null : new Schema.Parser().parse(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(name + " cannot be read", impossible);
    }
  }
}
