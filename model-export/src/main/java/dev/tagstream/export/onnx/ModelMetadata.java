package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.ModelDescription;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes a model's description into the metadata of its file, and reads it. */
public final class ModelMetadata {

  private ModelMetadata() {}

  /** The model with this description instead of its own; nothing else changes. */
  public static ModelProto with(ModelProto model, ModelDescription description) {
    ModelProto.Builder builder = model.toBuilder().clearMetadataProps();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (!ModelDescription.KEYS.contains(entry.getKey())) {
        builder.addMetadataProps(entry);
      }
    }
    description.entries().forEach((key, value) -> builder.addMetadataProps(entry(key, value)));
    return builder.build();
  }

  /**
   * The model's description; empty if it has no contract.
   *
   * @throws ExportException if it breaks a rule of the format
   */
  public static Optional<ModelDescription> of(Path file, ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    // if a key occurs twice, ONNX Runtime also takes the last entry
    model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    try {
      return ModelDescription.read(file, metadata);
    } catch (InvalidContractException e) {
      throw new ExportException(e.line(), e);
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
