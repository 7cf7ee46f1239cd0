package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.s3.S3Gets;
import dev.tagstream.pipeline.objects.s3.S3StatusException;
import dev.tagstream.pipeline.record.RejectReason;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Gets images from S3. The configuration determines the endpoint, so a URI cannot. */
final class S3Source implements UriSource {

  private final S3Gets store;
  private final FetchLimits limits;
  private final ScheduledExecutorService timer;

  S3Source(S3Gets store, FetchLimits limits, ScheduledExecutorService timer) {
    this.store = store;
    this.limits = limits;
    this.timer = timer;
  }

  @Override
  public ByteRange get(ImageUri uri, Room room)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    return read(
        uri,
        (from, body, announcedBytes) ->
            new ImageBody(from, limits.maxImageBytes()).read(body, announcedBytes, room));
  }

  @Override
  public <T> T read(ImageUri uri, BodyReader<T> reader)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    if (uri.key().isEmpty()) {
      throw new UnfetchableException(RejectReason.URI_NOT_FOUND, uri + " names no object");
    }
    long beginNanos = System.nanoTime();
    try {
      return read(uri, store.open(uri.host(), uri.key()), reader, beginNanos);
    } catch (S3StatusException answer) {
      Answers.requireOk(uri, answer.status(), null);
      throw answer;
    }
  }

  private <T> T read(ImageUri uri, S3Gets.Body body, BodyReader<T> reader, long beginNanos)
      throws IOException, UnfetchableException, NoRoomException {
    long restNanos = limits.times().total().toNanos() - (System.nanoTime() - beginNanos);
    ScheduledFuture<?> end = timer.schedule(body.abort(), restNanos, TimeUnit.NANOSECONDS);
    boolean isWhole = false;
    try {
      T result = reader.read(uri, body.stream(), body.bytes());
      isWhole = end.cancel(false);
      body.stream().close();
      return result;
    } finally {
      if (!isWhole) {
        end.cancel(false);
        body.abort().run();
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
