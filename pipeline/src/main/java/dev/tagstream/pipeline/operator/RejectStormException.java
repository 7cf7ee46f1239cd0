package dev.tagstream.pipeline.operator;

/**
 * Most images are rejected, and the job was told to stop then. The message is one line: how many,
 * the last of them with its reason, and what to do. What the job rejected since its last checkpoint
 * is not answered, and is read again by the next.
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
