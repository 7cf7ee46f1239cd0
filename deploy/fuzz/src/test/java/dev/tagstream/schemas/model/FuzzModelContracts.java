package dev.tagstream.schemas.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The contract and the labels in a model's metadata; what is read must be written so again. */
public final class FuzzModelContracts {

  private static final Path FILE = Path.of("model.onnx");

  private FuzzModelContracts() {}

  /** Up to the first zero byte the contract, behind it the labels. */
  public static void fuzzerTestOneInput(byte[] json) {
    String[] parts = new String(json, StandardCharsets.UTF_8).split("\0", 2);
    Map<String, String> metadata = new HashMap<>();
    metadata.put(ModelDescription.CONTRACT_KEY, parts[0]);
    if (parts.length == 2) {
      metadata.put(ModelDescription.LABELS_KEY, parts[1]);
    }
    ModelDescription read;
    try {
      read = ModelDescription.read(FILE, metadata).orElseThrow();
    } catch (InvalidContractException refused) {
      return;
    }
    if (!ModelDescription.read(FILE, read.entries()).orElseThrow().equals(read)) {
      throw new IllegalStateException("is written otherwise than it was read: " + read);
    }
  }
}
