package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The description in a model file: some entries of its metadata.
 *
 * @param contract its input, preprocessing and output
 * @param labels one for each class of the output, or none
 * @param golden images with the model's answers, or none
 * @param reference the tags of images like those that the model will see; null if there are none
 */
public record ModelDescription(
    Contract contract, Labels labels, GoldenImages golden, @Nullable ReferenceTags reference)
    implements Serializable {

  /** The entry that holds the contract. */
  public static final String CONTRACT_KEY = "tagstream.contract";

  /** The entry that holds the labels. */
  public static final String LABELS_KEY = "tagstream.labels";

  /** The entry that holds the golden images. */
  public static final String GOLDEN_KEY = "tagstream.golden";

  /** The entry that holds the reference. */
  public static final String REFERENCE_KEY = "tagstream.reference";

  /** All entries of a description. */
  public static final Set<String> KEYS =
      Set.of(CONTRACT_KEY, LABELS_KEY, GOLDEN_KEY, REFERENCE_KEY);

  public ModelDescription {
    if (!labels.classes().isEmpty() && labels.classes().size() != contract.output().classes()) {
      throw new IllegalArgumentException(
          "%d labels cannot name %d classes"
              .formatted(labels.classes().size(), contract.output().classes()));
    }
  }

  /** A description without golden images and reference. */
  public ModelDescription(Contract contract, Labels labels) {
    this(contract, labels, GoldenImages.NONE, null);
  }

  /** The same description with another reference. */
  public ModelDescription with(@Nullable ReferenceTags other) {
    return new ModelDescription(contract, labels, golden, other);
  }

  /**
   * Reads the entries of a model file.
   *
   * @param file their source, for messages
   * @param metadata all entries of the file
   * @return empty if the file has no contract
   * @throws InvalidContractException if an entry breaks a rule of the format
   */
  public static Optional<ModelDescription> read(Path file, Map<String, String> metadata) {
    String json = metadata.get(CONTRACT_KEY);
    if (json == null) {
      return Optional.empty();
    }
    Contract contract = ContractJson.read(JsonFields.object(file, CONTRACT_KEY, json));
    String labels = metadata.get(LABELS_KEY);
    return Optional.of(
        new ModelDescription(
            contract,
            LabelsJson.read(file, labels, contract.output().classes()),
            GoldenImages.read(file, metadata.get(GOLDEN_KEY)),
            ReferenceTags.read(file, metadata.get(REFERENCE_KEY), contract.output().classes())));
  }

  /** The entries to write into a model file. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(CONTRACT_KEY, ContractJson.write(contract).toString());
    if (!labels.classes().isEmpty()) {
      entries.put(LABELS_KEY, LabelsJson.write(labels).toString());
    }
    entries.putAll(golden.entries());
    if (reference != null) {
      entries.put(REFERENCE_KEY, reference.toJson().toString());
    }
    return entries;
  }
}
