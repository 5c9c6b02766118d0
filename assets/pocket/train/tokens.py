"""The tokenizer, and what a new text encoder takes over from an earlier one."""

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast

import captions
import world
from models import SEQUENCE

SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]
ALPHABET = list("abcdefghijklmnopqrstuvwxyz0123456789,.-'")


def sample_captions(count=3000):
    """Captions as the clips have them, without drawing the clips."""
    import physics

    rng = np.random.default_rng(0)
    told = []
    for _ in range(count):
        spec = world.sample_spec(rng)
        motion = physics.Motion(np.zeros((1, 1, 2)), 0., np.zeros(1), None, [physics.Event(0., "knock", 1., 0.)])
        told.append(captions.caption(spec, motion, rng))
    return told


def vocabulary():
    """Every word that the captions use, in alphabetical order."""
    return sorted({word for told in sample_captions() for word in told.replace(",", "").split()})


def build():
    """Byte-pair pieces: each word of the world becomes one token, other words are spelled."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()])
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=SPECIAL, initial_alphabet=ALPHABET, show_progress=False)
    tokenizer.train_from_iterator(sample_captions() + ALPHABET, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>",
                                   unk_token="<unk>", padding_side="left", model_max_length=SEQUENCE)


@torch.no_grad()
def adopt_words(encoder, tokenizer, folder):
    """Copies the weights of the text encoder in `folder`; words that both know keep their embedding."""
    old = AutoModel.from_pretrained(f"{folder}/text_encoder", torch_dtype=torch.float32)
    old = getattr(old, "language_model", old)
    known = AutoTokenizer.from_pretrained(f"{folder}/tokenizer").get_vocab()
    state = old.state_dict()
    table = encoder.embed_tokens.weight.clone()
    for word, number in tokenizer.get_vocab().items():
        if word in known:
            table[number] = state["embed_tokens.weight"][known[word]]
    state["embed_tokens.weight"] = table
    encoder.load_state_dict(state)


def encode(tokenizer, prompts):
    """ids and mask, int64 [n, 32], padded on the left as the pipeline does it."""
    out = tokenizer(prompts, padding="max_length", max_length=SEQUENCE, truncation=True, return_tensors="pt")
    return out.input_ids, out.attention_mask
