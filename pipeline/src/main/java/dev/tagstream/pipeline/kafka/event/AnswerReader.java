package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.pipeline.kafka.registry.SchemaCache;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.RecordDecoder;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the job wrote to a topic of tags or rejects. The first bytes of each record say how it
 * was written, so a topic may have records from before and after a change of its framing.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record
 */
public final class AnswerReader<T extends SpecificRecord> implements AutoCloseable {

  private static final byte MAGIC = 0;

  private final Class<T> type;
  private final Framing framing;
  private final SingleObjectDecoder<T> singleObject;
  private final RecordDecoder<T> bare;
  private final @Nullable SchemaCache registry;
  private final Map<Long, RecordDecoder<T>> decoders = new HashMap<>();

  private AnswerReader(Class<T> type, Framing framing, @Nullable SchemaCache registry) {
    this.type = type;
    this.framing = framing;
    this.singleObject = SingleObjectDecoder.of(type);
    this.bare = RecordDecoder.of(type, SpecificData.getForClass(type).getSchema(type));
    this.registry = registry;
  }

  /**
   * A reader.
   *
   * @param type ImageTags or RejectedImage
   * @param framing how the job writes them. It matters for none, and for the length of ids
   * @param registry has the schemas of ids; null if there is none
   */
  public static <T extends SpecificRecord> AnswerReader<T> of(
      Class<T> type, Framing framing, @Nullable RegistryConfig registry) {
    return new AnswerReader<>(type, framing, registry == null ? null : SchemaCache.open(registry));
  }

  /**
   * Reads a record's value.
   *
   * @throws MalformedMessageException if it is not exactly one record
   * @throws UnknownSchemaException if it names a schema that was never released
   * @throws MissingSchemaException if the registry does not have the schema that it names
   * @throws UnusableRegistryException if no server of the registry answers in time
   */
  public T read(byte[] value)
      throws MalformedMessageException,
          UnknownSchemaException,
          MissingSchemaException,
          InterruptedException {
    if (framing == Framing.NONE) {
      return bare.decode(value, 0, value.length);
    }
    return registry == null || value.length == 0 || value[0] != MAGIC
        ? singleObject.decode(value)
        : readFramed(value, registry);
  }

  private T readFramed(byte[] value, SchemaCache schemas)
      throws MalformedMessageException,
          UnknownSchemaException,
          MissingSchemaException,
          InterruptedException {
    Frame frame = Frame.read(ByteRange.of(value), framing.hasIds() ? framing : Framing.CONFLUENT);
    if (frame == null) {
      return singleObject.decode(value);
    }
    RecordDecoder<T> decoder = decoders.get(frame.schemaId());
    if (decoder == null) {
      decoder = RecordDecoder.of(type, schemas.find(frame.schemaId()));
      decoders.put(frame.schemaId(), decoder);
    }
    return decoder.decode(value, frame.bytes(), value.length - frame.bytes());
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
