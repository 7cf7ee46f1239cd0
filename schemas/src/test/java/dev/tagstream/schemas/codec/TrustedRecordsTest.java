package dev.tagstream.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

final class TrustedRecordsTest {

  @Test
  void codecsTrustTheClassesOfTheirRecordsWithoutASystemProperty() {
    assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
    SingleObjectDecoder.of(RejectedImage.class);
    SingleObjectEncoder.of(ImageTags.class);
    for (Class<?> type :
        new Class<?>[] {
          RejectedImage.class, RejectReason.class, Stage.class, ImageTags.class, Tag.class
        }) {
      ClassSecurityValidator.validate(type);
    }
  }

  @Test
  void trustsNoOtherClass() {
    SingleObjectDecoder.of(RejectedImage.class);
    assertThatThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class))
        .isInstanceOf(SecurityException.class)
        .hasMessageStartingWith("Forbidden java.lang.ProcessBuilder!");
    assertThatThrownBy(() -> ClassSecurityValidator.validate(TrustedRecordsTest.class))
        .isInstanceOf(SecurityException.class);
  }
}
