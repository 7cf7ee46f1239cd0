package dev.tagstream.schemas.codec;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Makes Avro trust the generated classes. Since 1.12.2 Avro creates objects only of classes that
 * the process trusts, so that an untrusted schema cannot name any class. The codecs of this package
 * register the classes; no JVM needs {@code -Dorg.apache.avro.SERIALIZABLE_PACKAGES}.
 */
final class TrustedRecords {

  private static final Set<String> TRUSTED = new HashSet<>();

  private TrustedRecords() {}

  /** Trusts the classes of a schema's records and enums, in addition to those already trusted. */
  static synchronized void trust(Schema schema) {
    Set<String> names = new HashSet<>();
    collect(schema, names);
    if (!TRUSTED.addAll(names)) {
      return;
    }
    // Avro keeps what it is given here; these are names, so it holds no class loader of a job
    ClassSecurityValidator.Builder classes = ClassSecurityValidator.builder();
    names.forEach(classes::add);
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), classes.build()));
  }

  private static void collect(Schema schema, Set<String> names) {
    switch (schema.getType()) {
      case RECORD -> {
        if (names.add(schema.getFullName())) {
          schema.getFields().forEach(field -> collect(field.schema(), names));
        }
      }
      case ENUM, FIXED -> names.add(schema.getFullName());
      case ARRAY -> collect(schema.getElementType(), names);
      case MAP -> collect(schema.getValueType(), names);
      case UNION -> schema.getTypes().forEach(type -> collect(type, names));
      default -> {
        // Avro makes values of the other types without naming a class
      }
    }
  }
}
