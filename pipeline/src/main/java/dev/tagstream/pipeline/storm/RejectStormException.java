package dev.tagstream.pipeline.storm;

/**
 * Most images are rejected, and the job must stop then. The message is one line: the number, the
 * last reject with its reason, and what to do. Rejects since the last checkpoint are not committed;
 * the next job reads their events again.
 */
public final class RejectStormException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RejectStormException(String storm) {
    super(
        "stopped by a reject storm: "
            + storm
            + "; fix the cause and start again, or set tagging.rejects.on-storm to log to let the"
            + " job reject them all");
  }
}
