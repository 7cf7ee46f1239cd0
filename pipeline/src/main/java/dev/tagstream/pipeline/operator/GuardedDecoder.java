package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.Watchdog;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelDecoder;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * Decodes one image at a time. It records which one, and refuses an image that was in progress when
 * the process died twice. For use by one thread.
 */
final class GuardedDecoder implements AutoCloseable {

  private final PixelDecoder decoder;
  private final CrashGuard crashes;
  private final Watchdog watchdog;

  /** Owns the decoder and closes it. */
  GuardedDecoder(PixelDecoder decoder, DecodeGuards guards) {
    this.decoder = decoder;
    this.crashes = CrashGuard.open(guards.journals().path(), 1);
    this.watchdog = Watchdog.start(guards.maxDecodeTime());
  }

  /**
   * Decodes, resizes and crops an image.
   *
   * @throws UnreadableImageException if the image must be rejected
   */
  ImageDecoder.Decoded decode(EncodedImage image) throws UnreadableImageException {
    if (!crashes.enterUnlessConvicted(image.source())) {
      throw CrashGuard.convicted();
    }
    watchdog.begin(image.source());
    try {
      return decoder.decode(image.bytes());
    } finally {
      watchdog.end();
      crashes.leave();
    }
  }

  @Override
  @SuppressWarnings("try") // all are closed, whichever fails
  public void close() {
    try (crashes;
        watchdog;
        decoder) {}
  }
}
