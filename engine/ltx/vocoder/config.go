package vocoder

import "github.com/kinora-studio/kinora/engine/config"

// Class names in a config.json.
const (
	classPlain = "LTX2Vocoder"
	classBWE   = "LTX2VocoderWithBWE"
)

const (
	actLeaky     = "leaky_relu"
	actSnake     = "snake"
	actSnakeBeta = "snakebeta"

	finalTanh  = "tanh"
	finalClamp = "clamp"
)

// Generator describes one stack of upsampling convolutions.
type Generator struct {
	InChannels          int64     `json:"in_channels"` // sound channels times mel bands
	HiddenChannels      int64     `json:"hidden_channels"`
	OutChannels         int64     `json:"out_channels"`
	UpsampleKernelSizes []int64   `json:"upsample_kernel_sizes"`
	UpsampleFactors     []int64   `json:"upsample_factors"`
	ResnetKernelSizes   []int64   `json:"resnet_kernel_sizes"`
	ResnetDilations     [][]int64 `json:"resnet_dilations"`
	ActFn               string    `json:"act_fn"`
	LeakySlope          float64   `json:"leaky_relu_negative_slope"`
	Antialias           bool      `json:"antialias"`
	AntialiasRatio      int64     `json:"antialias_ratio"`
	AntialiasKernelSize int64     `json:"antialias_kernel_size"`
	FinalActFn          *string   `json:"final_act_fn"` // null: none
	FinalBias           bool      `json:"final_bias"`
}

// Extension describes the bandwidth extension: a causal log-mel of the first
// stage's wave and the generator that reads it.
type Extension struct {
	Generator        Generator
	FilterLength     int64 // samples of the Fourier bases
	HopLength        int64 // samples a frame
	WindowLength     int64 // samples that a frame sees
	NumMelChannels   int64
	InputSampleRate  int64 // Hz, of the first stage
	OutputSampleRate int64 // Hz, a multiple of the first
}

// Config is the config.json of a vocoder. Defaults are those of the public class.
type Config struct {
	Generator
	OutputSampleRate int64      // Hz
	Extension        *Extension // nil where the class is LTX2Vocoder
}

type plainFile struct {
	Generator
	OutputSamplingRate int64 `json:"output_sampling_rate"`
}

// bweFile spells the second generator's keys out, since encoding/json knows no
// prefixes.
type bweFile struct {
	plainFile
	BWEInChannels          int64     `json:"bwe_in_channels"`
	BWEHiddenChannels      int64     `json:"bwe_hidden_channels"`
	BWEOutChannels         int64     `json:"bwe_out_channels"`
	BWEUpsampleKernelSizes []int64   `json:"bwe_upsample_kernel_sizes"`
	BWEUpsampleFactors     []int64   `json:"bwe_upsample_factors"`
	BWEResnetKernelSizes   []int64   `json:"bwe_resnet_kernel_sizes"`
	BWEResnetDilations     [][]int64 `json:"bwe_resnet_dilations"`
	BWEActFn               string    `json:"bwe_act_fn"`
	BWELeakySlope          float64   `json:"bwe_leaky_relu_negative_slope"`
	BWEAntialias           bool      `json:"bwe_antialias"`
	BWEAntialiasRatio      int64     `json:"bwe_antialias_ratio"`
	BWEAntialiasKernelSize int64     `json:"bwe_antialias_kernel_size"`
	BWEFinalActFn          *string   `json:"bwe_final_act_fn"`
	BWEFinalBias           bool      `json:"bwe_final_bias"`
	FilterLength           int64     `json:"filter_length"`
	HopLength              int64     `json:"hop_length"`
	WindowLength           int64     `json:"window_length"`
	NumMelChannels         int64     `json:"num_mel_channels"`
	InputSamplingRate      int64     `json:"input_sampling_rate"`
}

func dilations() [][]int64 { return [][]int64{{1, 3, 5}, {1, 3, 5}, {1, 3, 5}} }

func plainDefaults() plainFile {
	tanh := finalTanh
	return plainFile{OutputSamplingRate: 24000, Generator: Generator{
		InChannels: 128, HiddenChannels: 1024, OutChannels: 2,
		UpsampleKernelSizes: []int64{16, 15, 8, 4, 4}, UpsampleFactors: []int64{6, 5, 2, 2, 2},
		ResnetKernelSizes: []int64{3, 7, 11}, ResnetDilations: dilations(), ActFn: actLeaky, LeakySlope: 0.1,
		AntialiasRatio: 2, AntialiasKernelSize: 12, FinalActFn: &tanh, FinalBias: true,
	}}
}

func bweDefaults() bweFile {
	f := bweFile{plainFile: plainDefaults()}
	f.OutputSamplingRate, f.InputSamplingRate = 48000, 16000
	f.HiddenChannels, f.ActFn, f.Antialias, f.FinalActFn, f.FinalBias = 1536, actSnakeBeta, true, nil, false
	f.UpsampleKernelSizes, f.UpsampleFactors = []int64{11, 4, 4, 4, 4, 4}, []int64{5, 2, 2, 2, 2, 2}
	f.BWEInChannels, f.BWEHiddenChannels, f.BWEOutChannels = 128, 512, 2
	f.BWEUpsampleKernelSizes, f.BWEUpsampleFactors = []int64{12, 11, 4, 4, 4}, []int64{6, 5, 2, 2, 2}
	f.BWEResnetKernelSizes, f.BWEResnetDilations = []int64{3, 7, 11}, dilations()
	f.BWEActFn, f.BWELeakySlope, f.BWEAntialias = actSnakeBeta, 0.1, true
	f.BWEAntialiasRatio, f.BWEAntialiasKernelSize = 2, 12
	f.FilterLength, f.HopLength, f.WindowLength, f.NumMelChannels = 512, 80, 512, 64
	return f
}

// ReadConfig reads and checks the config.json of a component folder.
func ReadConfig(dir string) (Config, error) {
	name, err := config.Class(dir)
	if err != nil {
		return Config{}, err
	}
	if name != classBWE {
		f := plainDefaults()
		check, err := config.ReadClass(dir, classPlain, &f)
		if err != nil {
			return Config{}, err
		}
		c := Config{Generator: f.Generator, OutputSampleRate: f.OutputSamplingRate}
		return c, c.check(check)
	}
	f := bweDefaults()
	check, err := config.ReadClass(dir, classBWE, &f)
	if err != nil {
		return Config{}, err
	}
	c := Config{Generator: f.Generator, OutputSampleRate: f.OutputSamplingRate, Extension: f.extension()}
	return c, c.check(check)
}

func (f *bweFile) extension() *Extension {
	return &Extension{
		Generator: Generator{
			InChannels: f.BWEInChannels, HiddenChannels: f.BWEHiddenChannels, OutChannels: f.BWEOutChannels,
			UpsampleKernelSizes: f.BWEUpsampleKernelSizes, UpsampleFactors: f.BWEUpsampleFactors,
			ResnetKernelSizes: f.BWEResnetKernelSizes, ResnetDilations: f.BWEResnetDilations,
			ActFn: f.BWEActFn, LeakySlope: f.BWELeakySlope, Antialias: f.BWEAntialias,
			AntialiasRatio: f.BWEAntialiasRatio, AntialiasKernelSize: f.BWEAntialiasKernelSize,
			FinalActFn: f.BWEFinalActFn, FinalBias: f.BWEFinalBias,
		},
		FilterLength: f.FilterLength, HopLength: f.HopLength, WindowLength: f.WindowLength,
		NumMelChannels: f.NumMelChannels, InputSampleRate: f.InputSamplingRate, OutputSampleRate: f.OutputSamplingRate,
	}
}
