package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.ContractJson;
import dev.tagstream.export.contract.Label;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts a contract and labels into a model's metadata, and finds them there. */
public final class ModelMetadata {

  private static final String CONTRACT = "tagstream.contract";
  private static final String LABELS = "tagstream.labels";

  private ModelMetadata() {}

  /**
   * The model with this contract and these labels in place of any it had; all else is kept.
   *
   * @param labels one for each class; empty to write none
   */
  public static ModelProto with(ModelProto model, Contract contract, List<Label> labels) {
    ModelProto.Builder builder = model.toBuilder().clearMetadataProps();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (!entry.getKey().equals(CONTRACT) && !entry.getKey().equals(LABELS)) {
        builder.addMetadataProps(entry);
      }
    }
    builder.addMetadataProps(entry(CONTRACT, ContractJson.write(contract).toString()));
    if (!labels.isEmpty()) {
      builder.addMetadataProps(entry(LABELS, ContractJson.writeLabels(labels).toString()));
    }
    return builder.build();
  }

  /** The model's contract; empty where it has none. */
  public static Optional<Contract> contract(Path file, ModelProto model) {
    return value(model, CONTRACT).map(text -> ContractJson.read(file, text));
  }

  /** The model's labels; empty where it has none. */
  public static List<Label> labels(Path file, ModelProto model) {
    return value(model, LABELS).map(text -> ContractJson.readLabels(file, text)).orElse(List.of());
  }

  private static Optional<String> value(ModelProto model, String key) {
    return model.getMetadataPropsList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
