package main

import (
	"context"
	"fmt"

	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/failure"
	"minglu/generator/lock"
)

// openCache opens the cache of the repository in the folder dir, in the folder that --cache names
// or where the user's caches lie.
func (a *app) openCache(dir string) (*cache.Cache, error) {
	if a.cacheDir != "" {
		if err := checkout.RefuseSources(dir, "--cache ", a.cacheDir, ".cache"); err != nil {
			return nil, err
		}
	}
	kept := cache.Open(dir, a.cacheDir, a.waiting("缓存"))
	if err := kept.Excluded(); err != nil {
		fmt.Fprintf(a.stderr, "这次不用缓存：%s\n", failure.Text(err))
	}
	return kept, nil
}

// lock takes the lock of a folder that is written.
func (a *app) lock(ctx context.Context, dir string) (release func(), err error) {
	path, err := checkout.RealPath(dir)
	if err != nil {
		return nil, err
	}
	return lock.Take(ctx, path, a.waiting(dir))
}

// waiting returns what says whom a lock is waited for.
func (a *app) waiting(what string) func(lock.Holder) {
	return func(h lock.Holder) {
		who := "另一个名录进程"
		if h.PID != 0 {
			who += fmt.Sprintf("（进程号 %d，%s 开始）", h.PID, h.Since.In(beijing).Format("15:04:05"))
		}
		fmt.Fprintf(a.stderr, "%s正在使用%s，等它完成后继续；按 Ctrl-C 放弃。\n", who, what)
	}
}
