package dev.tagstream.cli.rollout;

import dev.tagstream.console.Printable;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ManifestJson;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Epochs and their models in lines. */
final class ModelLines {

  private static final int SHA256_CHARS = 12;

  private ModelLines() {}

  /** Such as {@code epoch 3 since 2026-01-02T03:04:05Z: /models/b.onnx (SHA-256 0676ba61…)}. */
  static String of(ModelManifest.Entry entry) {
    return "epoch %d since %s: %s"
        .formatted(entry.epoch(), entry.setAt().truncatedTo(ChronoUnit.SECONDS), inRoles(entry));
  }

  /** Such as {@code epoch 3: /models/b.onnx (SHA-256 0676ba61…)}. */
  static String models(ModelManifest.Entry entry) {
    return "epoch %d: %s".formatted(entry.epoch(), inRoles(entry));
  }

  private static String inRoles(ModelManifest.Entry entry) {
    StringBuilder line = new StringBuilder(of(entry.model()));
    ModelEpoch.Canary canary = entry.canary();
    if (canary != null) {
      line.append(
          "; canary %s for %s of the images by %s"
              .formatted(
                  of(canary.model()),
                  canary.share(),
                  canary.attribute() == null ? "id" : Printable.line(canary.attribute())));
    }
    if (entry.shadow() != null) {
      line.append("; shadow ").append(of(entry.shadow()));
    }
    if (entry.stopped() != null) {
      line.append("; ").append(Printable.line(entry.stopped()));
    }
    return line.toString();
  }

  static String of(ModelEpoch.@Nullable Model model) {
    return model == null
        ? "the model that the job was started with"
        : "%s (SHA-256 %s…)"
            .formatted(Printable.line(model.file()), model.sha256().substring(0, SHA256_CHARS));
  }

  /** As the manifest has it. */
  static String json(ModelManifest.Entry entry) {
    return ManifestJson.write(entry);
  }
}
