package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"minglu/generator/build"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/signature"
	"minglu/generator/usage"
)

// The variables by which a machine that nobody sits at is told the key.
const (
	keyVariable        = "MINGLU_KEY"        // the content of a key file
	passphraseVariable = "MINGLU_PASSPHRASE" // what opens it
)

func (a *app) keysCommand() *cobra.Command {
	var out string
	var withSM2 bool
	cmd := command("keys new --out FILE", "新建签名的密钥",
		`新建一把签名的密钥，用口令加密后写入 FILE，并给出写进 site.yaml 的公钥。
FILE 要在仓库以外，已有的文件不覆盖。口令在终端上输入，或者由环境变量 `+passphraseVariable+` 给出，至少 12 个字符。
丢了文件或口令，就要换一把新的；文件和口令一起泄露，就要在 site.yaml 中吊销。`,
		func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] != "new" {
				return usage.Errorf("keys 后面只写 new，如 keys new --out 密钥.age")
			}
			return nil
		}, func(*cobra.Command, []string) error { return a.newKeys(out, withSM2) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入 `FILE`")
	cmd.Flags().BoolVar(&withSM2, "sm2", false, "另有一把国密 SM2 的密钥，把同样的内容再签一次")
	return cmd
}

// leastPassphrase is how many characters a passphrase has at least.
const leastPassphrase = 12

// newKeys writes a key file, and prints what site.yaml is to say of it.
func (a *app) newKeys(out string, withSM2 bool) error {
	if out == "" {
		return usage.Errorf("keys new 须用 --out FILE 写明密钥文件放在哪里")
	}
	if dir, err := a.repository(); err == nil {
		_, inside, err := checkout.Below(dir, out)
		if err != nil {
			return err
		}
		if inside {
			return usage.Errorf("密钥文件不能放在仓库里，会随仓库一起公开：请写到仓库以外的文件夹")
		}
	}
	if _, err := os.Lstat(out); err == nil {
		return usage.Errorf("已经有文件“%s”，不覆盖：请换一个名称", filepath.ToSlash(out))
	}
	passphrase, err := a.passphrase("新的口令（至少 12 个字符）：")
	if err != nil {
		return err
	}
	if len([]rune(passphrase)) < leastPassphrase {
		return usage.Errorf("口令太短，至少要 %d 个字符", leastPassphrase)
	}
	keys, err := signature.New(withSM2)
	if err != nil {
		return err
	}
	file, err := keys.Seal(passphrase)
	if err != nil {
		return err
	}
	dir, err := os.OpenRoot(filepath.Dir(out))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := checkout.Put(dir, "", filepath.Base(out), file, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "密钥已写入 %s。请另存一份，口令分开保管。把下面几行写进 content/site.yaml：\n", filepath.ToSlash(out))
	fmt.Fprintln(a.stdout, "keys:")
	for _, p := range keys.Publics() {
		fmt.Fprintf(a.stdout, "  - {public: %s, from: %s}\n", p, a.day(&content.Settings{}))
	}
	return nil
}

// passphrase returns what the environment or, at a terminal, whoever sits there says.
func (a *app) passphrase(prompt string) (string, error) {
	if said := os.Getenv(passphraseVariable); said != "" {
		return said, nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", usage.Errorf("没有口令：请在终端上运行，或者用环境变量 %s 给出", passphraseVariable)
	}
	fmt.Fprint(a.stderr, prompt)
	said, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(a.stderr)
	return string(said), err
}

// signing adds the flags by which a site is signed.
func (a *app) signing(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().Var(filledArg{&a.keyFile}, "key", "用密钥文件 `FILE` 签名；不写的，用环境变量 "+keyVariable+" 中的，也没有就不签名")
	return cmd
}

// ring returns the keys that sign, nil where there are none.
func (a *app) ring() (*signature.Ring, error) {
	file := []byte(os.Getenv(keyVariable))
	if a.keyFile != "" {
		var err error
		dir := checkout.Open(filepath.Dir(a.keyFile))
		if file, err = checkout.Read(dir, filepath.Base(a.keyFile), signature.MaxFile); errors.Is(err, fs.ErrNotExist) {
			return nil, usage.Errorf("没有密钥文件“%s”", filepath.ToSlash(a.keyFile))
		} else if err != nil {
			return nil, err
		}
	}
	if len(file) == 0 {
		return nil, nil
	}
	passphrase, err := a.passphrase("密钥的口令：")
	if err != nil {
		return nil, err
	}
	keys, err := signature.Open(file, passphrase)
	if errors.Is(err, signature.ErrPassphrase) {
		return nil, usage.Errorf("%v", err)
	}
	return keys, err
}

// lastOf reads the site that was published into a folder.
func lastOf(dir string) func(path string) ([]byte, error) {
	const most = 256 << 20
	files := checkout.Open(dir)
	return func(path string) ([]byte, error) { return checkout.Read(files, path, most) }
}

// sign returns by which keys a site is signed of which the last edition lies in a folder.
func (a *app) sign(last string) (build.Signing, error) {
	keys, err := a.ring()
	return build.Signing{Keys: keys, Last: lastOf(last)}, err
}
