package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.contract.StatedContract.PreprocessingFor;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code config.json} of timm, whose {@code pretrained_cfg} has the preprocessing. Like timm's
 * own documentation, this uses the training size, not the larger test size.
 */
final class TimmPreprocessing implements PreprocessingFor {

  private static final String CONFIGURATION = "pretrained_cfg";

  private static final Map<String, Filter> FILTERS =
      Map.of(
          "nearest", Filter.NEAREST,
          "bilinear", Filter.BILINEAR,
          "bicubic", Filter.BICUBIC,
          "box", Filter.BOX,
          "lanczos", Filter.LANCZOS);

  private final Path file;
  private final PublishedFields fields;
  private final boolean squash;
  private final double cropRatio;
  private final Filter filter;
  private final List<Double> mean;
  private final List<Double> std;

  TimmPreprocessing(Path file, JsonNode root) {
    this.file = file;
    JsonNode json = root.has(CONFIGURATION) ? root.get(CONFIGURATION) : root;
    this.fields = new PublishedFields(file, json);
    String mode = json.path("crop_mode").asText("center");
    this.squash = mode.equals("squash");
    if (!squash && !mode.equals("center")) {
      throw fields.wrong("crop_mode", "must be center or squash");
    }
    this.cropRatio = fields.positive("crop_pct", 1);
    Filter named = FILTERS.get(json.path("interpolation").asText());
    if (named == null) {
      throw fields.wrong("interpolation", "must be nearest, box, bilinear, bicubic or lanczos");
    }
    this.filter = named;
    this.mean = fields.channels("mean");
    this.std = fields.deviations("std");
  }

  static boolean isOne(JsonNode json) {
    return json.has(CONFIGURATION) || (json.has("crop_pct") && json.has("interpolation"));
  }

  StatedContract stated() {
    return StatedContract.of(file.toString(), this);
  }

  @Override
  public Optional<Size> usualSize() {
    JsonNode shape = fields.json().path("input_size");
    int side = fields.side("input_size", shape.path(1));
    if (shape.size() != 3 || shape.path(0).asInt() != 3 || shape.path(2).asInt() != side) {
      throw fields.wrong("input_size", "must be 3 channels of a square, such as [3, 224, 224],");
    }
    return Optional.of(new Size(side, side));
  }

  @Override
  public Preprocessing input(Size input) {
    int height = (int) Math.floor(input.height() / cropRatio);
    int width = (int) Math.floor(input.width() / cropRatio);
    Rule rule = squash ? Rule.EXACT : Rule.SHORTEST_SIDE;
    return new Preprocessing(
        new Resize(rule, height, width, filter, filter != Filter.NEAREST),
        input,
        ChannelOrder.RGB,
        1.0 / 255,
        mean,
        std);
  }
}
