package dev.tagstream.pipeline.objects.result;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.SourceObject;
import org.jspecify.annotations.Nullable;

/** The fields of results that tell which object an image came in. */
record ResultFields(String uri, @Nullable String member, @Nullable Long row) {

  static ResultFields of(ImageSource source) {
    return source instanceof SourceObject object
        ? new ResultFields(object.uri(), object.member(), object.row())
        : new ResultFields(source.position(), null, null);
  }
}
